// File names come from other people and may be misleading.
import { straight } from '../../model/people/isolated';

/** Without what makes it look like another name: "photo\u202Egnp.exe" reads as "photoexe.png". */
export const cleanName = (name: string): string => straight(name).trim() || '?';
