/**
 * The form in which names are compared: `-` and `_` are equal, and so is case (D10).
 * @param name a name as written
 */
export const normalName = (name: string): string => name.toLowerCase().replaceAll('-', '_');
