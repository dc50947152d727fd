// What every route file is given to answer with.
import type { AddressOf } from './address';
import type { Answers } from './envelope';
import type { Guard } from './guard';

export interface Kit {
  guard: Guard;
  answers: Answers;
  addressOf: AddressOf;
}
