// An operation as the plugin lists it, corrected for validators and readers: its refusals from
// protocol/errors, whether it takes a token, what its body is.
import type { RefusalName } from '../../protocol/codes';
import { REFUSALS } from '../../protocol/errors';

type Json = Record<string, unknown>;

export interface Operation extends Json {
  'x-refusals'?: RefusalName[];
  'x-body-optional'?: boolean;
  'x-written-out'?: boolean;
  'x-multipart'?: Json;
  'x-octets'?: boolean;
  'x-request-headers'?: Record<string, string>;
  'x-answers'?: Json;
  responses?: Json;
  parameters?: Json[];
  requestBody?: { content: Json; required?: boolean };
  security?: Json[];
}

const COMMON: RefusalName[] = ['ourFault'];
const BEHIND_TOKEN: RefusalName[] = ['tokenInvalid', 'tokenExpired'];
const WITH_INPUT: RefusalName[] = ['invalidField'];
const WITH_BODY: RefusalName[] = [
  'unreadableBody',
  'bodyTooLarge',
  'wrongContentType',
  'invalidField',
];
/** Of any type. */
const WITH_BYTES: RefusalName[] = ['unreadableBody', 'bodyTooLarge', 'invalidField'];
const WRITING: RefusalName[] = ['cannotStore'];

/** TypeBox's ways to say an integer in a path, or code points, as JSON Schema says them. */
export const mendSchema = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(mendSchema);
  if (value === null || typeof value !== 'object') return value;
  const {
    'x-integer': isInteger,
    'x-integers': isList,
    'x-min': min = 1,
    'x-max': max,
    'x-items-max': maxItems,
    'x-chars': chars,
    pattern,
    ...rest
  } = value as Json;
  const mended = Object.fromEntries(Object.entries(rest).map(([k, v]) => [k, mendSchema(v)]));
  // A later version may add members to answers; unknown members of requests are ignored.
  if (mended.additionalProperties === false) delete mended.additionalProperties;
  const integer = { type: 'integer', minimum: min, maximum: max };
  if (isInteger) return { ...mended, ...integer };
  if (isList) return { ...mended, type: 'array', items: integer, minItems: 1, maxItems };
  if (Array.isArray(chars)) return { ...mended, minLength: chars[0], maxLength: chars[1] };
  return pattern === undefined ? mended : { ...mended, pattern };
};

const refusalResponses = (names: RefusalName[]): Json => {
  const byStatus = new Map<number, string[]>();
  for (const name of new Set(names)) {
    const { status, code, zh, en } = REFUSALS[name];
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${code}\` ${zh} · ${en}`]);
  }
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, lines]) => [
        String(status),
        {
          description: lines.join('; '),
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        },
      ]),
  );
};

const onlyJson = (content: unknown): Json => {
  const kinds = (content ?? {}) as Json;
  return 'application/json' in kinds ? { 'application/json': kinds['application/json'] } : kinds;
};

/** A list is one parameter with commas, not the same one again and again. */
const mendParameter = (parameter: Json): Json => {
  const isList = (parameter.schema as Json | undefined)?.['x-integers'] === true;
  return isList ? { ...parameter, style: 'form', explode: false } : parameter;
};

const OCTETS = {
  'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
};

const SUCCESS = '成功 · Success';

const successes = (responses: Json): Json => {
  const good = Object.entries(responses as Record<string, Json>).map(([status, response]) => [
    status,
    { ...response, description: SUCCESS, content: onlyJson(response.content) },
  ]);
  return good.length > 0 ? Object.fromEntries(good) : { 200: { description: SUCCESS } };
};

const headerOf = (name: string, description: string): Json => ({
  in: 'header',
  name,
  description,
  required: false,
  schema: { type: 'string' },
});

const mendOperation = (method: string, operation: Operation, isPublic: boolean): Json => {
  const {
    'x-refusals': own = [],
    'x-multipart': form,
    'x-octets': isOctets = false,
    'x-body-optional': isOptional = false,
    'x-request-headers': requestHeaders = {},
    'x-answers': answers,
    'x-written-out': _isWrittenOut,
    responses = {},
    requestBody,
    parameters,
    ...rest
  } = operation;
  const body = form
    ? { required: true, content: { 'multipart/form-data': { schema: form } } }
    : isOctets
      ? { required: true, content: OCTETS }
      : requestBody && { required: !isOptional, content: onlyJson(requestBody.content) };
  const refusals = [
    ...own,
    ...(isPublic ? [] : BEHIND_TOKEN),
    ...(isOctets ? WITH_BYTES : body ? WITH_BODY : []),
    ...(parameters?.length ? WITH_INPUT : []),
    ...(method === 'get' ? [] : WRITING),
    ...COMMON,
  ];
  const described = [
    ...(parameters ?? []).map(mendParameter),
    ...Object.entries(requestHeaders).map(([name, description]) => headerOf(name, description)),
  ];
  return {
    ...rest,
    ...(described.length > 0 ? { parameters: described } : {}),
    ...(body ? { requestBody: body } : {}),
    security: isPublic ? [] : [{ bearer: [] }],
    responses: {
      ...(answers ?? successes(responses)),
      ...refusalResponses(refusals),
    },
  };
};

/** `isPublic`: whether the path takes no token in a header. */
export const mendPaths = (
  paths: Record<string, Record<string, Operation>>,
  isPublic: (path: string) => boolean,
) =>
  Object.fromEntries(
    Object.entries(paths).map(([path, operations]) => [
      path,
      Object.fromEntries(
        Object.entries(operations).map(([method, operation]) => [
          method,
          mendOperation(method, operation, isPublic(path)),
        ]),
      ),
    ]),
  );
