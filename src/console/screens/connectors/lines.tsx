// A text of several lines, each on its own.

/** Shows a text line by line. */
export const Lines = ({ text }: { readonly text: string }) => (
  <>
    {text.split('\n').map((line) => (
      <div key={line}>
        <bdi>{line}</bdi>
      </div>
    ))}
  </>
)
