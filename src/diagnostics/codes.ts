/** A diagnostic code: `GW` and four digits. 1xxx schema, 2xxx semantics, 3xxx security, 4xxx reliability, 5xxx performance, 9xxx environment. */
export type Code = `GW${number}`;
