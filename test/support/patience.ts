// Preloaded before every test file: an end-to-end test may build the executable first.
import { setDefaultTimeout } from 'bun:test';

setDefaultTimeout(60_000);
