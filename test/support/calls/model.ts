// Calls as the contract tells of them, and nothing of how the server keeps them: what each frame is
// answered, and what each device hears.
export const RING_MS = 45_000;
const AWAY_MS = 20_000;
const DAY_MS = 86_400_000;

export type Kind = 'voice' | 'video';

export interface ModelCall {
  id: string;
  kind: Kind;
  caller: string;
  callee: string;
  /** Undefined: it rings. */
  accepted: string | undefined;
  until: number;
  /** The devices of it that are away, since when, and what waits for each. */
  away: Map<string, { since: number; waiting: number }>;
}

/** A device is called by its person and a number: `alice 1`. */
export const personOf = (device: string): string => device.split(' ')[0] ?? '';

export const createModel = (devices: readonly string[], start: number) => {
  let now = start;
  const live = new Map<string, ModelCall>();
  const open = new Set<string>(devices);
  /** By device: what it heard of which call. */
  const heard = new Map<string, string[]>(devices.map((device) => [device, []]));
  /** By call: how it went; each left one message. */
  const outcomes = new Map<string, string>();
  /** By pair, caller first: those whose id nobody was told. */
  const busy: string[] = [];

  const tell = (device: string, id: string, what: string) => {
    if (open.has(device)) heard.get(device)?.push(`${id} ${what}`);
  };
  const of = (person: string) => devices.filter((device) => personOf(device) === person);
  const calls = (person: string) =>
    [...live.values()].filter(
      ({ caller, callee }) => personOf(caller) === person || callee === person,
    );
  const seats = ({ caller, accepted }: ModelCall) =>
    accepted === undefined ? [caller] : [caller, accepted];
  const isThere = (call: ModelCall, device: string) =>
    seats(call).includes(device) && !call.away.has(device);
  const isRunning = ({ accepted }: ModelCall) => accepted !== undefined;

  const end = (call: ModelCall, reason: string, outcome: string) => {
    live.delete(call.id);
    outcomes.set(call.id, isRunning(call) ? 'answered' : outcome);
    for (const device of seats(call)) if (isThere(call, device)) tell(device, call.id, reason);
    if (isRunning(call)) return;
    for (const device of of(call.callee)) tell(device, call.id, reason);
  };

  const take = (call: ModelCall, device: string) => {
    const me = personOf(device);
    if (calls(me).some(isRunning)) return 'CALL_002';
    for (const other of calls(me)) {
      if (personOf(other.caller) === me) end(other, 'call_ended cancelled', 'cancelled');
    }
    for (const other of of(me)) {
      if (other !== device) tell(other, call.id, 'call_ended answered_elsewhere');
    }
    call.accepted = device;
    call.until = now + DAY_MS;
    for (const seat of seats(call)) {
      if (isThere(call, seat)) tell(seat, call.id, 'call_accepted');
    }
    return 'ack';
  };

  /** It is there again, and hears what waited. */
  const comesBack = (call: ModelCall, device: string): void => {
    const { waiting = 0 } = call.away.get(device) ?? {};
    call.away.delete(device);
    for (let i = 0; i < waiting; i += 1) tell(device, call.id, 'call_signal');
    const other = seats(call).find((each) => each !== device);
    if (other !== undefined && isThere(call, other)) tell(other, call.id, 'call_rejoined');
  };

  const model = {
    live,
    outcomes,
    busy,
    heard,
    isOpen: (device: string) => open.has(device),
    seats,
    isThere,
    /** What is answered, and for an ack of which call; a new one gets `fresh`. */
    invite(device: string, to: string, kind: Kind, fresh: string): { answer: string; id?: string } {
      const me = personOf(device);
      if (calls(me).some(isRunning)) return { answer: 'CALL_002' };
      const theirs = calls(me).find(({ caller }) => personOf(caller) === to);
      if (theirs !== undefined) return { answer: take(theirs, device), id: theirs.id };
      for (const own of calls(me)) {
        if (personOf(own.caller) === me) end(own, 'call_ended cancelled', 'cancelled');
      }
      if (calls(to).length > 0) {
        busy.push(`${me} ${to}`);
        return { answer: 'CALL_002' };
      }
      const until = now + RING_MS;
      const call = { id: fresh, kind, caller: device, callee: to, accepted: undefined, until };
      live.set(fresh, { ...call, away: new Map() });
      for (const each of of(to)) tell(each, fresh, `${kind}_call_invite`);
      return { answer: 'ack', id: fresh };
    },
    send(device: string, frame: string, id: string): string {
      const me = personOf(device);
      const call = live.get(id);
      if (call === undefined) return 'CALL_001';
      const rings = !isRunning(call);
      if (frame === 'call_accept' && rings && call.callee === me) return take(call, device);
      if (frame === 'call_reject' && rings && call.callee === me) {
        end(call, 'call_ended rejected', 'rejected');
      } else if (frame === 'call_cancel' && rings && personOf(call.caller) === me) {
        end(call, 'call_ended cancelled', 'cancelled');
      } else if (frame === 'call_hangup' && !rings && isThere(call, device)) {
        end(call, 'call_ended hangup', 'answered');
      } else if (frame === 'call_signal' && !rings && isThere(call, device)) {
        const other = seats(call).find((each) => each !== device) ?? '';
        const away = call.away.get(other);
        if (away === undefined) tell(other, id, 'call_signal');
        else away.waiting += 1;
      } else if (frame === 'call_accept' && call.accepted === device && call.away.has(device)) {
        // It may not have heard that it has the call.
        tell(device, id, 'call_accepted');
        comesBack(call, device);
      } else return 'CALL_001';
      return 'ack';
    },
    /** By the device's own token. */
    rejoin(device: string, id: string): string {
      const call = live.get(id);
      if (call === undefined || !seats(call).includes(device)) return 'CALL_001';
      if (call.away.has(device)) comesBack(call, device);
      return 'ack';
    },
    closes(device: string): void {
      open.delete(device);
      for (const call of live.values()) {
        if (isThere(call, device)) call.away.set(device, { since: now, waiting: 0 });
      }
    },
    opens(device: string): void {
      open.add(device);
      for (const call of live.values()) {
        const isMine = call.callee === personOf(device) && !isRunning(call);
        if (isMine) tell(device, call.id, `${call.kind}_call_invite`);
      }
    },
    passes(ms: number): void {
      now += ms;
      for (const call of [...live.values()]) {
        const isGone = [...call.away.values()].some(({ since }) => now - since >= AWAY_MS);
        if (now >= call.until && isRunning(call)) end(call, 'call_ended hangup', 'answered');
        else if (now >= call.until) end(call, 'call_ended timeout', 'missed');
        else if (isGone) end(call, 'call_ended failed', 'failed');
      }
    },
    part(a: string, b: string): void {
      for (const call of calls(a)) {
        if (personOf(call.caller) === b || call.callee === b) {
          end(call, 'call_ended ended', 'failed');
        }
      }
    },
    /** All sockets are gone, and what waited; what rings begins again. */
    restarts(): void {
      for (const device of devices) this.closes(device);
      for (const call of live.values()) {
        if (!isRunning(call)) call.until = now + RING_MS;
        for (const device of seats(call)) call.away.set(device, { since: now, waiting: 0 });
      }
    },
  };
  return model;
};

export type Model = ReturnType<typeof createModel>;
