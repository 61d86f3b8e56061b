// What depends on whom one avoids.
import { useQueryClient } from "@tanstack/react-query";

/** Everything that avoiding an organisation may change is asked anew. */
export function useAvoidedChanged(workshop: string) {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ["avoided", "suggestions", "suggestion-facets", "consortia"].map((what) =>
        client.invalidateQueries({ queryKey: [workshop, what] }),
      ),
    );
}
