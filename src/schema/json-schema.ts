/** What a value is converted to after validation; the `x-unit` of a schema. */
export type Unit =
  | 'duration'
  | 'size'
  | 'megabytes'
  | 'text'
  | 'count'
  | 'upper-case'
  | 'lower-case'
  | 'file';

/** What a text must be besides its pattern; the `x-form` of a schema. */
export type Form = 'listen-address' | 'endpoint';

/** The part of JSON Schema the published schema uses, with the annotations of schemas/README.md. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly 'x-alias-of'?: string;
  readonly 'x-annotation'?: boolean;
  readonly 'x-expects'?: string;
  readonly 'x-form'?: Form;
  readonly 'x-free'?: boolean;
  readonly 'x-lift'?: string;
  readonly 'x-list'?: boolean;
  readonly 'x-name'?: Readonly<Record<string, string>>;
  readonly 'x-not-built'?: true | readonly string[];
  readonly 'x-range'?: readonly [number, number];
  readonly 'x-refused'?: string;
  readonly 'x-tag'?: string;
  readonly 'x-template'?: boolean;
  readonly 'x-unit'?: Unit;
}
