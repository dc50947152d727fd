// Finds what is wrong, or soon will be, and says what to do.
import type { Config } from '../../config/config';
import { readConfig } from '../../config/read';
import { askControl } from '../../operator/control-socket';
import { day_ms, descriptors_advised_min } from '../../protocol/limits';
import { readArguments } from '../arguments';
import { CommandFailure, mustBeWords } from '../failure';
import { ofDisk } from './disk';
import { ofCertificate, ofIssuance, ofPorts, ofReachability } from './network';
import { ofRelay, ofRelayPort } from './relay';
import type { RelayStatus } from './relay-words';
import { ofSettings } from './settings';

interface Status extends RelayStatus {
  last_backup: string;
  certificate: string;
  certificate_trouble?: string;
  origin_refused: string;
  origin_own?: string;
  origin_refused_at?: string;
  proxy_unnamed?: string;
  proxy_unnamed_at?: string;
  open_files_max: number | 'unlimited';
  crowded_at?: string;
  push: string;
  push_trouble?: string;
}

const isOfToday = (time = '') => Date.now() - Date.parse(time) < day_ms;

/** Either a proxy that doesn't forward the address, or somebody else's page. */
const ofOrigins = ({ origin_refused, origin_own, origin_refused_at = '' }: Status) => {
  if (!isOfToday(origin_refused_at)) return false;
  const advice = URL.canParse(origin_refused)
    ? `: if people open Chat8 there, set CHAT8_PUBLIC_URL=${origin_refused}, or name the proxy in CHAT8_TRUST_PROXY and let it send X-Forwarded-Host and X-Forwarded-Proto`
    : '';
  return `a page of the origin ${origin_refused} was refused its socket at ${origin_refused_at}, for this server was called as ${origin_own}${advice}`;
};

/** All people share one address: sixty can register in an hour, and share the limits on guesses. */
const ofProxy = ({ proxy_unnamed, proxy_unnamed_at }: Status) =>
  isOfToday(proxy_unnamed_at) &&
  `a proxy at ${proxy_unnamed} passes people on, and makes them all one address, which shares the limits of signing in and registering: name it in CHAT8_TRUST_PROXY`;

/** Nobody is pushed to from one's own machine, where Chat8 is tried out. */
const ofPush = ({ push, push_trouble }: Status, { push: isWanted, public_url }: Config) => {
  if (push_trouble !== undefined) {
    return `push services take nothing from this server (${push_trouble}): see to the clock and to CHAT8_PUSH_CONTACT`;
  }
  const isTrial = URL.parse(public_url ?? '')?.hostname === 'localhost';
  return isWanted && push !== 'on' && !isTrial && `push notifications are ${push}`;
};

const more_files = 'allow more: LimitNOFILE=65536 in its unit, --ulimit nofile=65536 in Docker';

/** Each connection is one of them. */
const ofOpenFiles = ({ open_files_max: max, crowded_at }: Status) => {
  if (max === 'unlimited') return false;
  if (isOfToday(crowded_at)) {
    return `more connections came than ${max} open files leave room for, at ${crowded_at} for the last time, and those that asked nothing were closed; ${more_files}`;
  }
  return (
    max < descriptors_advised_min &&
    `the server may have no more than ${max} files and connections open; ${more_files}`
  );
};

const ofServer = (status: Status, config: Config): string[] => {
  const { last_backup, certificate_trouble } = status;
  const isOld = last_backup !== 'none' && Date.now() - Date.parse(last_backup) > 8 * day_ms;
  return [
    isOld && 'the last proven backup is older than a week',
    certificate_trouble && `no new certificate: ${certificate_trouble}`,
    ofOrigins(status),
    ofProxy(status),
    ofPush(status, config),
    ofOpenFiles(status),
  ].filter((line) => typeof line === 'string');
};

/** Asks the running server, because its settings count, not those of this shell. */
const ask = async <Answer>(data_dir: string, command: string) =>
  (await askControl(data_dir, { command, words: [] }))?.result as Answer | undefined;

const examine = async (own: Config): Promise<string[]> => {
  const said = await ask<Config>(own.data_dir, 'settings');
  const config = said ?? own;
  const first = [...ofSettings(config), ...(await ofDisk(config)), ...ofCertificate(config)];
  if (said === undefined) {
    const faults = [
      ...ofPorts(config),
      ...(await ofRelayPort(config)),
      ...(await ofIssuance(config)),
    ];
    return [...first, ...faults, `no server runs on ${config.data_dir}`];
  }
  const status = await ask<Status>(own.data_dir, 'status');
  const faults = [...(await ofIssuance(config)), ...(await ofReachability(config))];
  if (status === undefined) return [...first, ...faults];
  return [...first, ...ofServer(status, config), ...faults, ...(await ofRelay(config, status))];
};

/** @throws ConfigError, CommandFailure with every finding */
export const doctor = async (args: string[]): Promise<string> => {
  const { words, isJson, settings } = readArguments(args);
  mustBeWords(words, [], 'doctor [--json] [settings]');
  const findings = await examine(readConfig(settings));
  const output = isJson ? JSON.stringify({ findings }) : '';
  if (findings.length > 0) throw new CommandFailure(findings, 1, output);
  return isJson ? output : 'all is well';
};
