// What every route file is given to answer with.
import type { AddressOf, IsSecure, UnnamedProxy } from './address';
import type { Answers } from './envelope';
import type { Guard, Identify, IdentifyExpired } from './guard';
import type { Origins } from './origin';

export interface RouteContext {
  guard: Guard;
  /** For the routes that take something else in place of a token. */
  identify: Identify;
  identifyExpired: IdentifyExpired;
  isSecure: IsSecure;
  answers: Answers;
  addressOf: AddressOf;
  unnamedProxy: UnnamedProxy;
  origins: Origins;
}
