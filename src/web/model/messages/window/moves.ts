// Where somebody goes in a conversation: the last of it holds, whichever answer comes last.

export const createMoves = () => {
  const wanted = new Map<number, object>();
  const placed = new Map<number, object>();
  return {
    /** Somebody goes somewhere in it. Says whether they have gone nowhere else since. */
    go(friend_id: number): () => boolean {
      const own = {};
      wanted.set(friend_id, own);
      return () => wanted.get(friend_id) === own;
    },
    /** A page is asked for that the window is to stand on. */
    begin(friend_id: number) {
      const before = placed.get(friend_id);
      const own = {};
      return {
        /** False if somebody was taken elsewhere since. */
        isStill: (): boolean => [before, own].includes(placed.get(friend_id)),
        /** Somebody is taken there. */
        place: (): void => void placed.set(friend_id, own),
      };
    },
  };
};

export type Moves = ReturnType<typeof createMoves>;
