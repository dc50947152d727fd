// Prepared statements with named parameters; every store prepares its own once.
import type { Database, SQLQueryBindings } from 'bun:sqlite';

export type Row = Record<string, SQLQueryBindings>;

/** A statement that gives the first row, or null. Parameters are `$name` in the text. */
export const one = <Result, Params extends Row = Row>(database: Database, text: string) => {
  const statement = database.prepare<Result, Row>(text);
  return (params: Params): Result | null => statement.get(params);
};

/** A statement that gives all rows. */
export const many = <Result, Params extends Row = Row>(database: Database, text: string) => {
  const statement = database.prepare<Result, Row>(text);
  return (params: Params): Result[] => statement.all(params);
};

/** A statement that changes rows; gives how many. */
export const change = <Params extends Row = Row>(database: Database, text: string) => {
  const statement = database.prepare<unknown, Row>(text);
  return (params: Params): number => statement.run(params).changes;
};

/** An INSERT; gives the new row's id. */
export const insertion = <Params extends Row = Row>(database: Database, text: string) => {
  const statement = database.prepare<unknown, Row>(text);
  return (params: Params): number => Number(statement.run(params).lastInsertRowid);
};
