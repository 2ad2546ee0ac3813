-- What came is counted apart from what became of it (outcome 8). Items of before count as received as often as they have
-- an outcome; what SDKs dropped themselves (6) never came. The twin has the same text.

INSERT INTO ledger (minute, organization_id, project_id, key_id, category, outcome, reason, quantity)
SELECT minute, organization_id, project_id, key_id, category, 8, '', SUM(quantity)
FROM ledger WHERE outcome NOT IN (6, 8)
GROUP BY minute, organization_id, project_id, key_id, category;
