import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { automaticQuery, setAutomatic } from "~/api/grouping";
import { t } from "~/lib/i18n/index";
import { Check } from "~/ui/field";
import { Card } from "~/ui/page";
import { toast } from "~/ui/toast-store";

/** Whether issues with the same frames become one by themselves. */
export function Automatic({ org, project }: { org: string; project: string }) {
  const client = useQueryClient();
  const query = automaticQuery(org, project);
  const now = useQuery(query);
  const change = useMutation({
    mutationFn: (sameFrames: boolean) => setAutomatic(org, project, { sameFrames }),
    onSuccess: (answer) => client.setQueryData(query.queryKey, answer),
    onError: (error: Error) => toast({ text: t("action.failed", { reason: error.message }), icon: "warning" }),
  });
  if (!now.data) return null;
  const checked = change.isPending ? change.variables : now.data.sameFrames;
  return (
    <Card title={t("automatic.title")} hint={t("automatic.hint")}>
      <div className="p stack4">
        <Check label={t("automatic.sameFrames")} checked={checked} onChange={(sameFrames) => change.mutate(sameFrames)} />
        <p className="t12 t3">{t("automatic.explain")}</p>
      </div>
    </Card>
  );
}
