// Who asks: token → session → `me`, before the body is looked at.
import { Elysia } from 'elysia';
import type { Session } from '../db/sessions';
