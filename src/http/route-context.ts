// What every route file gets to answer with.
import type { AddressOf, IsSecure, UnnamedProxy } from './address';
import type { EndOf } from './body/slow-body';
import type { ConcurrencyLimit } from './concurrency-limit/concurrency-limit';
import type { Answers } from './envelope';
import type { Guard, Identify, IdentifyExpired } from './guard';
import type { GarbageCollection } from './large-answers/garbage-collection';
import type { Origins } from './origin';

export interface RouteContext {
  guard: Guard;
  /** For bytes that come or go, which are counted apart. */
  transferGuard: Guard;
  keysGuard: Guard;
  /** For answers that may be large. */
  pageGuard: Guard;
  concurrency: ConcurrencyLimit;
  /** Of what large answers and uploads leave behind. */
  collect: GarbageCollection;
  /** For routes that accept something else instead of a token. */
  identify: Identify;
  identifyExpired: IdentifyExpired;
  isSecure: IsSecure;
  answers: Answers;
  addressOf: AddressOf;
  endOf: EndOf;
  unnamedProxy: UnnamedProxy;
  origins: Origins;
}
