// JSON objects that came from outside.

export type Json = Record<string, unknown>;

/** The object that a text is the JSON of; null for any other text. */
export function jsonObject(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Lists are none. */
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
