import { Checkbox } from '../../pieces/checkbox.tsx'

export type Point =
  | 'photo-id-seen'
  | 'name-compared'
  | 'number-known'
  | 'called-back'
  | 'history-question'

const points: readonly (readonly [Point, string])[] = [
  ['photo-id-seen', 'Saw a photo ID'],
  ['called-back', 'Called back on the number on file'],
  ['name-compared', 'Compared the legal name'],
  ['number-known', 'They knew their certification number'],
  ['history-question', 'They answered a question about their own history'],
]

interface CheckListProps {
  readonly checked: readonly Point[]
  readonly onChange: (checked: Point[]) => void
}

/** How staff made sure whom they speak with. */
export function CheckList({ checked, onChange }: CheckListProps) {
  const set = (point: Point, on: boolean) =>
    onChange(on ? [...checked, point] : checked.filter((one) => one !== point))
  return (
    <fieldset className="usa-fieldset choices">
      <legend className="usa-legend">Identity check list</legend>
      {points.map(([point, text]) => (
        <Checkbox
          key={point}
          id={`point-${point}`}
          label={text}
          checked={checked.includes(point)}
          onChange={(on) => set(point, on)}
        />
      ))}
    </fieldset>
  )
}

export function checkListMissing(checked: readonly Point[]): string | null {
  const seen = checked.includes('photo-id-seen') || checked.includes('called-back')
  if (seen && checked.includes('name-compared')) return null
  return 'Check that the name was compared, and that you saw a photo ID or called back.'
}

export const pointText = (point: string) => points.find(([code]) => code === point)?.[1] ?? point
