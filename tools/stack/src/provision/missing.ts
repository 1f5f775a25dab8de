/** Something the stack needs and this machine does not have; says what to install. */
export class MissingPart extends Error {
  readonly part: string
  readonly install: string

  constructor(part: string, install: string, options?: ErrorOptions) {
    super(`${part} is missing: ${install}`, options)
    this.name = 'MissingPart'
    this.part = part
    this.install = install
  }
}
