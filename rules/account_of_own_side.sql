-- severity: warning
-- message: {value}, but the stance or term is of {party} and the account of {claimant}
-- hint: mend own_side_account, claimant_id or actors.side
-- why: An account is of the own side where the claimant is of the side whose stance or proposal it is.
with accounts as (
    select 'positions' as table_name, p.position_id as row_id, p.own_side_account, p.party_id as party, o.side,
        o.state_iso3, p.claimant_id
    from positions as p
    join actors as o on o.actor_id = p.party_id
    union all
    select 'guarantee_terms', guarantee_term_id, own_side_account, 'the side ukraine', 'ukraine', 'UKR', claimant_id
    from guarantee_terms
)
select a.table_name, a.row_id, 'own_side_account' as column_name, cast(a.own_side_account as varchar) as value,
    a.party, coalesce(a.claimant_id, 'the narrator') as claimant
from accounts as a
left join actors as c on c.actor_id = a.claimant_id
where a.own_side_account <> coalesce(a.claimant_id = a.party or (a.side = c.side and a.side <> 'none'), false)
    and not (a.side in ('third_party', 'none') and c.side = a.side and c.state_iso3 is distinct from a.state_iso3)
