// Invitation links that carry a key and a secret: made here, followed here, and proven both ways
// (e2e: "A link"). The server only carries the proofs.
import type { Invite } from '../../../features/invites/model';
import { day_ms } from '../../../protocol/limits';
import type { Friend } from '../../../protocol/objects';
import type { Engine } from '../../crypto/engine';
import type { LinkParties } from '../../crypto/link-proof';
import { newLinkSecret } from '../../crypto/link-proof';
import type { InviteLink } from '../../crypto/vault/content';
import type { Keys } from '../keys/keys';
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import { ApiError } from '../net/api-error';
import type { Clock, Tab } from '../platform';
import { originForOthers } from './address-scope';

/** As it stands in the address that somebody followed. */
export interface FollowedLink {
  code: string;
  /** '' if the link has none, or only half of what proves it. */
  key_id: string;
  secret: string;
}

/** What one of the two proves of its key. */
interface Proof {
  friend_id: number;
  code: string;
  key_id: string | null;
  proof: string | null;
}

interface LinkNeeds {
  api: Api;
  clock: Clock;
  engine: Engine;
  keys: Keys;
  tab: Tab;
  userId: () => number;
}

/** Longer than any link lives. */
const followed_ms = 30 * day_ms;

const createProving = ({ api, engine, keys, userId }: LinkNeeds) => {
  const linkAt = (code: string): InviteLink | undefined => keys.links.value[code];
  const partiesOf = (code: string, link: InviteLink, friend_id: number, guest_key: string) => {
    const isGuest = link.from !== undefined;
    const [inviter_id, guest_id] = isGuest ? [friend_id, userId()] : [userId(), friend_id];
    const inviter_key_id = link.key_id ?? keys.ownKeyId();
    return { code, inviter_id, inviter_key_id, guest_id, guest_key_id: guest_key };
  };
  /** By the guest of a link, whenever it has not been heard of yet. */
  const prove = async (code: string, link: InviteLink): Promise<void> => {
    const key_id = keys.ownKeyId();
    const parties = partiesOf(code, link, link.from ?? 0, key_id);
    const proof = await engine.linkProof(link.secret, 'link', parties);
    await api.post(`/invites/${code}/proof`, { key_id, proof });
  };
  const answer = async (code: string, link: InviteLink, parties: LinkParties): Promise<void> => {
    const proof = await engine.linkProof(link.secret, 'link-ok', parties);
    const { guest_id, inviter_key_id: key_id } = parties;
    await api.post(`/invites/${code}/proof`, { guest_id, key_id, proof });
  };

  return {
    linkAt,
    prove,
    /** The other one's proof: a key that it fits is theirs, and one that it doesn't gets nothing. */
    async hear({ friend_id, code, key_id, proof }: Proof): Promise<void> {
      const link = linkAt(code);
      if (link === undefined || key_id === null || proof === null) return;
      const isGuest = link.from !== undefined;
      const parties = partiesOf(code, link, friend_id, isGuest ? keys.ownKeyId() : key_id);
      const kind = isGuest ? 'link-ok' : 'link';
      const isTheirs = !isGuest || key_id === link.key_id;
      const isProven = isTheirs && (await engine.isLinkProof(link.secret, kind, parties, proof));
      await keys.proven(friend_id, key_id, isProven, (link.uses ?? 1) > 1);
      if (isProven && !isGuest) await answer(code, link, parties);
    },
  };
};

export const createLinks = (needs: LinkNeeds) => {
  const { api, clock, keys, tab } = needs;
  const { linkAt, prove, hear } = createProving(needs);
  const follow = async (link: FollowedLink, from: number): Promise<void> => {
    const { code, secret, key_id } = link;
    await keys.store({ link: { code, secret, key_id, from, until: clock.now() + followed_ms } });
  };

  return {
    /** The secret is in the vault before anyone sees the link. @throws ApiError LINK_REPEATED */
    async invite(uses = 1): Promise<Invite> {
      const made = await api.post('/invites', { uses }, answers.invite);
      if (linkAt(made.code)) throw new ApiError(0, 'LINK_REPEATED');
      const until = Date.parse(made.expires_at);
      const many = uses > 1 ? { uses } : {};
      const secret = newLinkSecret();
      const link = { code: made.code, secret, key_id: keys.ownKeyId(), until, ...many };
      await keys.store({ link });
      return made;
    },
    /** Key and secret are this person's own word, not the server's; without them it proves nothing. */
    linkOf({ code, link }: Invite): string {
      const known = linkAt(code);
      const address = `${originForOthers(tab.address().origin, link)}/i/${code}`;
      return known?.key_id ? `${address}#${known.key_id}.${known.secret}` : address;
    },
    /** Before anything is told to the server: nobody else's key is pinned in its place. */
    async pinInviter(link: FollowedLink, inviter_id: number): Promise<void> {
      if (link.secret !== '') await keys.pinFollowed(inviter_id, link.key_id);
    },
    /**
     * Before the server is asked for a key of the inviter: theirs is the one of the link. A link
     * that proves nothing pins nothing, and whoever it brings is asked about.
     */
    async followed(link: FollowedLink, inviter_id: number): Promise<void> {
      if (link.secret === '') {
        if (inviter_id !== 0) await keys.doubt(inviter_id);
        return;
      }
      if (inviter_id !== 0) await keys.pinFollowed(inviter_id, link.key_id);
      try {
        await follow(link, inviter_id);
      } catch (error) {
        // Nothing here knows later that the key still waits for its proof.
        if (inviter_id !== 0) await keys.doubt(inviter_id);
        throw error;
      }
      if (inviter_id === 0) return;
      await prove(link.code, { ...link, until: 0, from: inviter_id });
    },
    /** As the list of friends tells of it: what was missed is made up for. */
    async settle(friends: Friend[]): Promise<void> {
      for (const { id, link } of friends) {
        const known = link ? linkAt(link.code) : undefined;
        if (!link || !known) continue;
        if (known.from === 0) {
          await follow({ code: link.code, key_id: '', ...known }, id);
          await keys.pinFollowed(id, known.key_id ?? '');
        }
        // A link has one maker: another one was named before, so nobody can say whose its key is.
        if (known.from && known.from !== id) await keys.doubt(id, known.key_id);
        const now = linkAt(link.code) ?? known;
        if (keys.isWaiting(id)) await prove(link.code, now).catch(() => {});
        if (!keys.isProven(id)) await hear({ friend_id: id, ...link });
      }
    },
    hear,
  };
};

export type Links = ReturnType<typeof createLinks>;
