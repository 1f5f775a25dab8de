const paths = {
  check:
    'M10 1a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm4.1 5.6-5.3 5.5-2.7-2.6-1.2 1.2 3.9 3.8 6.5-6.7-1.2-1.2Z',
  tick: 'M8.3 14.6 3.9 10.2l1.3-1.3 3.1 3.1 6.5-6.6 1.3 1.3-7.8 7.9Z',
  clock: 'M10 1a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm-.9 4v5.4l4 2.4.9-1.4-3.2-1.9V5H9.1Z',
  lost: 'M10 1a9 9 0 1 1 0 18 9 9 0 0 1 0-18ZM5.5 9.1v1.8h9V9.1h-9Z',
  left: 'm11.8 4.4 1.2 1.2L8.6 10l4.4 4.4-1.2 1.2L6.2 10l5.6-5.6Z',
  right: 'm8.2 4.4-1.2 1.2 4.4 4.4L7 14.4l1.2 1.2 5.6-5.6-5.6-5.6Z',
  x: 'm5.6 4.4 4.4 4.4 4.4-4.4 1.2 1.2-4.4 4.4 4.4 4.4-1.2 1.2-4.4-4.4-4.4 4.4-1.2-1.2L8.8 10 4.4 5.6l1.2-1.2Z',
} as const

export type IconName = keyof typeof paths

/** A mark beside a word; never alone. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg aria-hidden="true" focusable="false" viewBox="0 0 20 20">
      <path d={paths[name]} />
    </svg>
  )
}
