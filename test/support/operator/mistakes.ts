// What the settings are refused for.
import { ConfigError, readConfig } from '../../../src/config/read';

export const mistakes = (args: string[], env: Record<string, string> = {}): string[] => {
  try {
    readConfig(args, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
};
