import { version as current } from '../../package.json';

/** The program's version, as in package.json. */
export const version = (): string => `chat8 ${current}`;
