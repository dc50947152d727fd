// Names of files, which anyone may have chosen.

// Marks that turn the direction of what follows: "photo\u202Egnp.exe" reads as "photoexe.png".
const TURNING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\u0000-\u001f\u007f]/g;

/** A file's name as it is, without what makes it look like another. */
export const cleanName = (name: string): string => name.replace(TURNING, '').trim() || '?';
