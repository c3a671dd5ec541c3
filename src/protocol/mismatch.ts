/** A value was not what its decoder wants. In a file of its own, since pages download it. */
export class Mismatch extends Error {}
