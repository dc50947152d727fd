// What the program is made of: each library, its licence (SPDX), and whose it is.
export const LIBRARIES: [name: string, licence: string, owner: string][] = [
  ['@elysiajs/jwt', 'MIT', '2022 saltyAom'],
  ['@elysiajs/swagger', 'MIT', '2022 saltyAom'],
  ['@noble/curves', 'MIT', '2022 Paul Miller'],
  ['@noble/hashes', 'MIT', '2022 Paul Miller'],
  ['@node-rs/argon2', 'MIT', '2020-present LongYinan'],
  ['@preact/signals', 'MIT', '2022-present Preact Team'],
  ['@sinclair/typebox', 'MIT', '2017-2026 Haydn Paterson'],
  ['@zxcvbn-ts/core', 'MIT', '2012-2016 Dan Wheeler and Dropbox, Inc.'],
  ['@zxcvbn-ts/language-common', 'MIT', '2012-2016 Dan Wheeler and Dropbox, Inc.'],
  ['@zxcvbn-ts/language-en', 'MIT', '2012-2016 Dan Wheeler and Dropbox, Inc.'],
  ['acme-client', 'MIT', '2017-2024 Labrador CMS AS'],
  ['age-encryption', 'BSD-3-Clause', '2023 The age Authors'],
  ['client-zip', 'MIT', '2020 David Junger'],
  ['drizzle-orm', 'Apache-2.0', 'Drizzle Team'],
  ['elysia', 'MIT', '2022 saltyAom'],
  ['emojibase-data', 'MIT', '2017-2019 Miles Johnson'],
  ['file-type', 'MIT', 'Sindre Sorhus'],
  ['hash-wasm', 'MIT', '2020 Dani Biró'],
  ['idb', 'ISC', '2016 Jake Archibald'],
  ['jose', 'MIT', '2018 Filip Skokan'],
  ['preact', 'MIT', '2015-present Jason Miller'],
  ['prom-client', 'Apache-2.0', '2015 Simon Nyberg'],
  ['swagger-ui-dist', 'Apache-2.0', 'SmartBear Software Inc.'],
  ['tar-stream', 'MIT', '2014 Mathias Buus'],
  ['uqr', 'MIT', '2023 Anthony Fu'],
];

/** Most of them have it; it asks to be handed on with the program. */
export const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
