// What becomes of requests to the fake server, and of its answers: held on their way, lost, or refused.

export interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
}

/** What becomes of an answer. */
type Trouble = (request: Request, answer: Response) => Promise<Response> | Response;
/** What the server says before it looks at a request, if anything. */
type Refusing = (request: Request) => Response | undefined;

/** `asked` gets a line for each that is answered. */
export const createTroubles = (asked: string[]) => {
  const troubles = new Set<{ at: RegExp; act: Trouble }>();
  const refusals = new Set<{ at: RegExp; act: Refusing }>();

  const through = async (
    request: Request,
    respond: () => Response | Promise<Response>,
  ): Promise<Response> => {
    const line = `${request.method} ${request.path}?${request.query}`;
    for (const { at, act } of refusals) {
      const refused = at.test(line) ? act(request) : undefined;
      if (refused) return refused;
    }
    asked.push(line);
    let response = await respond();
    for (const { at, act } of troubles) {
      if (at.test(line)) response = await act(request, response);
    }
    return response;
  };
  return {
    through,
    /** All answers to what fits go through `act` until it is disposed of. */
    trouble(at: RegExp, act: Trouble) {
      const trouble = { at, act };
      troubles.add(trouble);
      return { [Symbol.dispose]: () => void troubles.delete(trouble) };
    },
    /** What fits is refused, or does not get there, until it is disposed of. */
    refuse(at: RegExp, act: Refusing) {
      const refusing = { at, act };
      refusals.add(refusing);
      return { [Symbol.dispose]: () => void refusals.delete(refusing) };
    },
    /** Answers that are ready stay on their way until they are let go. */
    hold(at: RegExp) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const trouble = {
        at,
        act: async (_: Request, response: Response) => {
          await promise;
          return response;
        },
      };
      troubles.add(trouble);
      return () => {
        troubles.delete(trouble);
        resolve();
      };
    },
  };
};
