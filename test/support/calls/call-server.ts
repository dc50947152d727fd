// The server of calls as its contract has it, for clients that are under test: it tells who is called,
// and passes signals on. A test may hold, drop, repeat, change and invent what goes through.
import type { Frame } from '../../../src/web/model/net/frames';

export interface Line {
  user_id: number;
  /** One tab of a browser. */
  name: string;
  hear: (frame: Frame) => void;
}

interface ServedCall {
  id: string;
  caller: number;
  callee: number;
  kind: string;
  state: 'ringing' | 'accepted' | 'over';
  /** The lines of both, by user id. */
  at: Map<number, Line>;
  tokens: Map<number, string>;
}

export interface Signalled {
  from: number;
  to: number;
  call_id: string;
  payload: unknown;
}

const timestamp = '2026-01-02T00:00:00.000Z';

type Answer = (data: object) => void;
type Refuse = (code: string) => void;

export const fakeCallServer = () => {
  const lines = new Set<Line>();
  const calls = new Map<string, ServedCall>();
  const signals: Signalled[] = [];
  const said: { from: string; type: string; data: object }[] = [];
  let relay = (signalled: Signalled, pass: () => void): void => void (signalled && pass());
  let isDeaf = false;

  const tell = (line: Line | undefined, type: string, data: object, id?: string): void => {
    if (!line || !lines.has(line)) return;
    // As from a socket: each frame is a task of its own.
    setImmediate(() => line.hear({ type, data: data as Frame['data'], timestamp, id }));
  };
  const linesOf = (user_id: number) => [...lines].filter((line) => line.user_id === user_id);
  const otherOf = ({ caller, callee }: ServedCall, user_id: number) =>
    user_id === caller ? callee : caller;
  const ringing = (call: ServedCall, to: Line) =>
    tell(to, `${call.kind}_call_invite`, {
      call_id: call.id,
      from_user_id: call.caller,
      from_username: 'whatever',
    });
  const end = (call: ServedCall, reason: string, except?: Line): void => {
    const isRinging = call.state === 'ringing';
    call.state = 'over';
    const data = { call_id: call.id, reason };
    const callee = isRinging ? linesOf(call.callee) : [call.at.get(call.callee)];
    for (const line of [call.at.get(call.caller), ...callee]) {
      if (line !== except) tell(line, 'call_ended', data);
    }
  };
  const accept = (call: ServedCall, line: Line): void => {
    call.state = 'accepted';
    call.at.set(line.user_id, line);
    const token = `token ${call.id} ${line.user_id}`;
    call.tokens.set(line.user_id, token);
    const data = { call_id: call.id, device: 'device' };
    tell(line, 'call_accepted', { ...data, device_token: token });
    tell(call.at.get(otherOf(call, line.user_id)), 'call_accepted', data);
    for (const other of linesOf(line.user_id)) {
      if (other === line) continue;
      tell(other, 'call_ended', { call_id: call.id, reason: 'answered_elsewhere' });
    }
  };
  const invite = (line: Line, callee: number, kind: string, answer: Answer, refuse: Refuse) => {
    const current = [...calls.values()].filter(({ state }) => state !== 'over');
    const met = current.find((each) => each.caller === callee && each.callee === line.user_id);
    if (met?.state === 'ringing') {
      const device_token = `token ${met.id} ${line.user_id}`;
      answer({ call_id: met.id, device_token });
      return accept(met, line);
    }
    const isBusy = current.some((each) => [each.caller, each.callee].includes(callee));
    if (isBusy) return refuse('CALL_002');
    const id = `call-${calls.size + 1}`;
    const call: ServedCall = {
      id,
      caller: line.user_id,
      callee,
      kind,
      state: 'ringing',
      at: new Map([[line.user_id, line]]),
      tokens: new Map([[line.user_id, `token ${id} ${line.user_id}`]]),
    };
    calls.set(id, call);
    answer({ call_id: id, device_token: call.tokens.get(line.user_id) });
    for (const each of linesOf(callee)) ringing(call, each);
    return undefined;
  };
  const pass = ({ to, call_id, payload }: Signalled): void =>
    tell(calls.get(call_id)?.at.get(to), 'call_signal', { call_id, payload });

  const act = (line: Line, type: string, data: Frame['data'], answer: Answer, refuse: Refuse) => {
    if (type === 'ping') return tell(line, 'pong', {});
    const kind = /^(voice|video)_call_invite$/.exec(type)?.[1];
    if (kind) return invite(line, Number(data.user_id), kind, answer, refuse);
    const call = calls.get(String(data.call_id));
    const isRinging = call?.state === 'ringing';
    if (!call || call.state === 'over') return refuse('CALL_001');
    if (type === 'call_rejoin') {
      if (data.device_token !== call.tokens.get(line.user_id)) return refuse('CALL_001');
      call.at.set(line.user_id, line);
      const { id, state } = call;
      answer({ call_id: id, kind: call.kind, state });
      const other = call.at.get(otherOf(call, line.user_id));
      if (state === 'accepted') {
        tell(other, 'call_rejoined', { call_id: id, user_id: line.user_id });
      }
      return undefined;
    }
    if (type === 'call_signal') {
      const to = otherOf(call, line.user_id);
      const signalled = { from: line.user_id, to, call_id: call.id, payload: data.payload };
      signals.push(signalled);
      return relay(signalled, () => pass(signalled));
    }
    if (type === 'call_accept' && !isRinging && !call.at.has(line.user_id)) {
      answer({});
      call.at.set(line.user_id, line);
      const device_token = call.tokens.get(line.user_id);
      tell(line, 'call_accepted', { call_id: call.id, device: 'device', device_token });
      const other = call.at.get(otherOf(call, line.user_id));
      return tell(other, 'call_rejoined', { call_id: call.id, user_id: line.user_id });
    }
    const isOver = (type === 'call_hangup') === isRinging;
    if (isOver) return refuse('CALL_001');
    answer({});
    if (type === 'call_accept') return accept(call, line);
    const reasons = { call_reject: 'rejected', call_cancel: 'cancelled', call_hangup: 'hangup' };
    return end(call, reasons[type as keyof typeof reasons]);
  };

  return {
    calls,
    signals,
    said,
    end,
    tell,
    pass,
    /** A new line is told of what rings. */
    open(line: Line): void {
      lines.add(line);
      for (const call of calls.values()) {
        if (call.state === 'ringing' && call.callee === line.user_id) ringing(call, line);
      }
    },
    /** Its calls are without a line of that person then. */
    close(line: Line): void {
      lines.delete(line);
      for (const { at } of calls.values()) {
        if (at.get(line.user_id) === line) at.delete(line.user_id);
      }
    },
    send(line: Line, type: string, data: object, id?: string): boolean {
      if (!lines.has(line)) return false;
      said.push({ from: line.name, type, data });
      if (isDeaf) return true;
      const copy = structuredClone(data) as Frame['data'];
      act(
        line,
        type,
        copy,
        (answer) => tell(line, 'ack', answer, id),
        (code) => tell(line, 'error', { code, message: '', details: {} }, id),
      );
      return true;
    },
    /** What becomes of each signal on its way. */
    relays(next: typeof relay): void {
      relay = next;
    },
    goDeaf(): void {
      isDeaf = true;
    },
  };
};

export type FakeCallServer = ReturnType<typeof fakeCallServer>;
