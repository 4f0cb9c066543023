/** The type of what a schema describes, for whoever reads it and changes nothing. */
import type * as v from 'valibot';

/** All of it read-only, however deep. */
export type ReadOnly<Value> = Value extends object ? { readonly [Key in keyof Value]: ReadOnly<Value[Key]> } : Value;

export type Seen<Schema extends v.GenericSchema> = ReadOnly<v.InferOutput<Schema>>;
