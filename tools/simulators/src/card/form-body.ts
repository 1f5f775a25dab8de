export type FormValue = string | FormValue[] | FormObject
export interface FormObject {
  [key: string]: FormValue | undefined
}

const whole = /^\d{1,3}$/

/** Lists arrive as numbered keys: `expand[0]=latest_charge`. */
function listsOf(value: FormValue): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value
  const entries = Object.entries(value).map(([k, v]) => [k, listsOf(v ?? '')] as const)
  if (entries.length > 0 && entries.every(([k]) => whole.test(k))) return entries.map(([, v]) => v)
  const out: FormObject = Object.create(null) as FormObject
  for (const [k, v] of entries) out[k] = v
  return out
}

/** The processor's way to send nested values in a form: `metadata[order]=7`, `expand[]=latest_charge`. */
export function readForm(text: string): FormObject {
  const root: FormObject = Object.create(null) as FormObject
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.replaceAll(']', '').split('[')
    let place = root
    for (const [i, key] of path.entries()) {
      const step = key === '' ? String(Object.keys(place).length) : key
      if (i === path.length - 1) place[step] = value
      else {
        const below = place[step]
        const next: FormObject =
          typeof below === 'object' && !Array.isArray(below)
            ? below
            : (Object.create(null) as FormObject)
        place[step] = next
        place = next
      }
    }
  }
  return listsOf(root) as FormObject
}

export function textOf(value: FormValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

export function objectOf(value: FormValue | undefined): FormObject | null {
  return typeof value === 'object' && !Array.isArray(value) ? value : null
}

export function listOf(value: FormValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((v) => typeof v === 'string') : []
}

export function mapOf(value: FormValue | undefined): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [k, v] of Object.entries(objectOf(value) ?? {})) if (typeof v === 'string') out[k] = v
  return out
}
