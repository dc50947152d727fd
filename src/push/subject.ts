// Whom push services may write to (RFC 8292, 2.1). Some refuse whoever names nobody on the public
// internet, so push is off then.

import { isIP } from 'node:net';
import type { Config } from '../config/config';
import { withoutBrackets } from '../platform/host';
import type { PushOff } from '../protocol/push';

type Settings = Pick<Config, 'push' | 'push_contact' | 'public_url'>;

const PRIVATE = /(^|\.)(localhost|local|lan|home\.arpa|internal)$/;

const hostOf = (contact: string): string =>
  contact.startsWith('mailto:')
    ? (contact.split('@').at(-1) ?? '').toLowerCase()
    : (URL.parse(contact)?.hostname ?? '');

const isRoutable = (host: string): boolean => {
  const bare = withoutBrackets(host).replace(/\.$/, '');
  return isIP(bare) === 0 && bare.includes('.') && !PRIVATE.test(bare);
};

/** The `sub` of this server, or why it pushes nothing. */
export const subjectOf = ({
  push,
  push_contact,
  public_url,
}: Settings): { subject: string } | { why: PushOff } => {
  if (!push) return { why: 'off' };
  const subject = push_contact ?? (public_url?.startsWith('https:') ? public_url : undefined);
  if (subject === undefined) return { why: 'no_contact' };
  return isRoutable(hostOf(subject)) ? { subject } : { why: 'contact_not_routable' };
};
