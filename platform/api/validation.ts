import { Ajv, type Options } from 'ajv';
import addFormats from 'ajv-formats';
import type { FastifySchemaCompiler } from 'fastify';

const STRICT: Options = { removeAdditional: false, useDefaults: true, allErrors: false, strict: false };

/**
 * Validates requests with the schemas that also make the OpenAPI document. Text of a URL becomes the number or list its
 * schema says; a JSON body must already be what it says, and unknown members of a closed one are refused.
 */
export function validatorCompiler(): FastifySchemaCompiler<object> {
  const body = new Ajv({ ...STRICT, coerceTypes: false });
  const url = new Ajv({ ...STRICT, coerceTypes: 'array' });
  for (const ajv of [body, url]) addFormats.default(ajv);
  return ({ schema, httpPart }) => (httpPart === 'body' ? body : url).compile(schema);
}
