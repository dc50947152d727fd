// Where an export goes: a file that the person chose, or downloads of the browser. A part that was not
// closed is nothing that anybody would take for whole.

/** One file. */
export interface Part {
  /** Resolves when more may follow. @throws DOMException: QuotaExceededError, AbortError */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Only now it is there. */
  close(): Promise<void>;
  /** What was written is removed, or marked as broken by the browser. */
  abort(): Promise<void>;
}

export interface Saving {
  /** So much a part may hold; the next one is another file. */
  part_bytes: number;
  open(name: string): Promise<Part>;
}

/** Right after a press: it may ask where to. @throws AbortError if the person wants none */
export type OpenSaving = (name: string) => Promise<Saving>;
