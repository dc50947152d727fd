// Who is behind each connection of the front to the inner listener: the runtime tells of a request
// the port that it came from, and by that port the front knows its client.

interface FrontClient {
  address: string;
  /** Made when somebody asks for it. */
  end?: AbortController;
  hasEnded: boolean;
}

export const createFrontClients = () => {
  const clients = new Map<number, FrontClient>();
  return {
    note: (local_port: number, address: string): void =>
      void clients.set(local_port, { address, hasEnded: false }),
    forget: (local_port: number): void => void clients.delete(local_port),
    /** Undefined: that connection is not the front's. */
    addressOf: (local_port: number): string | undefined => clients.get(local_port)?.address,
    /** The client sends nothing more there, and may still read. */
    ended(local_port: number): void {
      const client = clients.get(local_port);
      if (client === undefined) return;
      client.hasEnded = true;
      client.end?.abort();
    },
    endOf(local_port: number): AbortSignal | undefined {
      const client = clients.get(local_port);
      if (client?.hasEnded) return AbortSignal.abort();
      if (client !== undefined) client.end ??= new AbortController();
      return client?.end?.signal;
    },
  };
};

export type FrontClients = ReturnType<typeof createFrontClients>;
