// File names come from other people and may be misleading.

// Marks that change the text direction: "photo\u202Egnp.exe" reads as "photoexe.png".
const TURNING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\u0000-\u001f\u007f]/g;

/** The name without characters that make it look like another name. */
export const cleanName = (name: string): string => name.replace(TURNING, '').trim() || '?';
