// What the socket tells of its connections, and of what comes by them.
import type { Frame } from './frames';

export interface SocketListener {
  /**
   * The first frame of a connection: whose data it is, and how far it goes. If it is resumed, the events
   * after `since` follow.
   */
  hello(epoch: string, seq: number, isResumed: boolean, since: number): void;
  /** Events were lost because the server can't resume; `reload` follows. */
  gap(): void;
  /** Everything must be read again. */
  reload(): Promise<void>;
  /** All missed events were sent again, except presence. */
  resumed(): void;
  /** Connected, after `reload` if there was one. */
  ready(): void;
  /** The server's data is from a backup: what was known of it may be wrong. */
  restored(): void;
  /** The server says when that was; it is told with every connection. */
  restoredAt(at: string): Promise<void>;
  /** False if it could not be dealt with for want of a connection: then all is read with the next one. */
  receive(frame: Frame): Promise<boolean>;
  /** The build of the web client that the server carries. */
  serverHas(build: string): void;
  /** The connection is gone. */
  lost(): void;
}
