// Who is behind each connection of the front to the inner listener: the runtime tells of a request
// the port that it came from, and by that port the front knows its client.

export const createFrontClients = () => {
  const clients = new Map<number, string>();
  return {
    note: (local_port: number, address: string): void => void clients.set(local_port, address),
    forget: (local_port: number): void => void clients.delete(local_port),
    /** Undefined: that connection is not the front's. */
    addressOf: (local_port: number): string | undefined => clients.get(local_port),
  };
};

export type FrontClients = ReturnType<typeof createFrontClients>;
