// What keyboards and clipboards put around a name without anyone seeing it.

const unseen = '[\\s\\u2800\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}]';
const around = new RegExp(`^${unseen}+|${unseen}+$`, 'gu');

/** A user name or an e-mail address without white space and invisible characters around it. */
export const trimName = (text: string): string => text.replace(around, '');
