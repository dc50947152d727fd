// The scenes that are recorded, and lied about.
import { call } from '../calls/calling-life';
import { change, erase, signOut } from './account-lives';
import { arrive, signIn, walkBack } from './arrivals';
import { compare, leave, look } from './beside';
import type { Cast, State } from './cast';
import type { Kept } from './kept';
import { sendLarge } from './large-file';
import type { Life } from './life';
import { talk } from './life';
import { meet } from './meetings';
import type { Written } from './written';

/** Sets the stage while the server is honest; gives what is lived under its lies. */
export type Scene = (cast: Cast) => Promise<(written: Written) => Promise<Life>>;

/** In alice's browser, as it was. */
const asAlice =
  (act: (cast: Cast, written: Written, kept: Kept) => Promise<Life>): Scene =>
  async (cast) => {
    const kept = await cast.before();
    return (written) => act(cast, written, kept);
  };

export const SCENES = {
  ...{ talk: asAlice(talk), look: asAlice(look), leave: asAlice(leave), compare: asAlice(compare) },
  ...{ sendLarge: asAlice(sendLarge), call: asAlice(call) },
  ...{ meet, arrive, signIn, walkBack, change, signOut, erase },
};
export type SceneName = keyof typeof SCENES;
export const SCENE_NAMES = Object.keys(SCENES) as SceneName[];

/** Whom she must know for what a scene is about. */
export const NEEDED: Partial<Record<SceneName, State[]>> = {
  ...{ compare: ['compared'], sendLarge: ['compared'], call: ['met', 'compared'] },
};

/** What is lied about in a scene though an earlier one asked for it, too: there it matters again. */
export const AGAIN: Partial<Record<SceneName, RegExp>> = {
  compare: /encryption/,
  meet: /encryption\/public|GET \/friends$/,
  arrive: /encryption|profile|GET \/friends$/,
  signIn: /encryption|profile/,
  change: /POST \/encryption\/keys/,
  signOut: /POST \/encryption\/keys/,
  call: /^(voice_call_invite|call_ended|call_entry)$/,
};
