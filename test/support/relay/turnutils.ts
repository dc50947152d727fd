// The clients of Debian's coturn, which others wrote.
import type { Credentials } from './messages';

const PATH = `${Bun.env.PATH}:/usr/sbin:/sbin`;
const patience_ms = 150_000;

const run = async (command: string[]) => {
  const child = Bun.spawn(command, {
    env: { ...Bun.env, PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const limit = setTimeout(() => child.kill(), patience_ms);
  const [code, ...said] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  clearTimeout(limit);
  return { code, said: said.join('') };
};

export interface Talked {
  code: number;
  sent: number;
  received: number;
  said: string;
}

/**
 * Two clients of one call, under one name, who send packets to each other. `flags` as in
 * turnutils_uclient(1): -t TCP, -S TLS, -s indications instead of channels, -c one allocation a side
 * instead of two, the second by a token.
 */
export const talkByTurnutils = async (
  port: number,
  { username, password }: Credentials,
  flags: string[],
): Promise<Talked> => {
  const whom = ['-u', username, '-w', password];
  const how = ['-y', '-n', '5', '-m', '1', '-l', '161', '-z', '5'];
  const where = ['-p', String(port), '127.0.0.1'];
  const { code, said } = await run(['turnutils_uclient', ...how, ...flags, ...whom, ...where]);
  const last = [...said.matchAll(/tot_send_msgs=(\d+), tot_recv_msgs=(\d+)\s*$/gm)].at(-1);
  return { code, sent: Number(last?.[1]), received: Number(last?.[2]), said };
};

/** The address that the server sees, by turnutils_stunclient(1). */
export const seenByStunclient = async (port: number): Promise<string | undefined> => {
  const { said } = await run(['turnutils_stunclient', '-p', String(port), '127.0.0.1']);
  return /UDP reflexive addr: (\S+):\d+/.exec(said)?.[1];
};
