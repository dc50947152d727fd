// What the index of words may cost everybody.

/** In UTF-16 units: the words of a text that is no longer leave the index with it, in 1 ms. */
export const search_removal_at_once_units = 100;
/** Of a longer one, so much of different words at a time: 5 to 10 ms. */
export const search_removal_units = 800;
/** Between two such parts, everybody else's. */
export const search_removal_pause_ms = 20;
/** A change of a text in the clear counts once more for so many bytes of it. */
export const change_bytes = 8_192;
/** Whatever it is of: within a minute it can be done. */
export const change_cost_max = 60;
/** Pages of the index that are united at once: 2 ms. */
export const search_merge_pages = 64;
/** More steps than one batch of the index needs. */
export const search_merges_at_once = 8;
