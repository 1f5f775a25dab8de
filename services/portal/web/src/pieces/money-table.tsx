import { useSpeech } from '../words/language.ts'

export interface MoneyLine {
  readonly key: string
  readonly label: string
  readonly cents: number
  /** A voucher or waiver takes this away. */
  readonly minus?: boolean
}

interface MoneyTableProps {
  readonly lines: readonly MoneyLine[]
  readonly total?: { readonly label: string; readonly cents: number; readonly id?: string }
}

export function MoneyTable({ lines, total }: MoneyTableProps) {
  const { format } = useSpeech()
  return (
    <table className="money">
      <tbody>
        {lines.map(({ key, label, cents, minus }) => (
          <tr key={key}>
            <th scope="row">{label}</th>
            <td>{minus ? `−${format.money(cents)}` : format.money(cents)}</td>
          </tr>
        ))}
        {total && (
          <tr className="total" id={total.id}>
            <th scope="row">{total.label}</th>
            <td>{format.money(total.cents)}</td>
          </tr>
        )}
      </tbody>
    </table>
  )
}
