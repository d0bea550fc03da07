"""Units, accounts, posts and delegations change by actions, each an event; three administrators are three persons (等保 三员分立)."""

from datetime import timedelta

import pytest

from hengjian.ledger.models import Event
from hengjian.work.people import actions
from hengjian.work.people.access import viewer_for
from hengjian.work.people.models import Account, Post
from hengjian.work.people.refusal import Refused


def kinds():
    return list(Event.objects.order_by("recorded_at", "id").values_list("kind", flat=True))


def test_a_unit_is_added_changed_and_each_is_an_event(world):
    admin = world.viewer("C.system_admin")
    unit = actions.add_unit("S9", "新设派出所", level="station", area="990102", parent=world.units["D1"], by=admin, now=world.now)
    actions.change_unit(unit, name="改名派出所", short_name="改名所", area="990103", active=False, by=admin, now=world.now)
    unit.refresh_from_db()
    assert (unit.name, unit.is_active) == ("改名派出所", False)
    assert kinds()[-2:] == ["unit.changed", "unit.changed"]


def test_a_unit_cannot_stand_above_its_parent(world):
    with pytest.raises(Refused, match="层级必须低于"):
        actions.add_unit("X", "某局", level="city", area="99", parent=world.units["D1"], by=None, now=world.now)


def test_only_the_system_administrator_makes_accounts(world):
    with pytest.raises(Refused) as refusal:
        actions.add_account("who", "某人", password="irrelevant-here", by=world.viewer("S1.officer"), now=world.now)
    assert "system_admin" in refusal.value.who_may


def test_an_account_is_renamed_and_switched_off_but_not_by_itself(world):
    admin = world.viewer("C.system_admin")
    account = world.accounts["S1.officer"]
    actions.change_account(account, display_name="新名", active=False, by=admin, now=world.now)
    account.refresh_from_db()
    assert (account.display_name, account.is_active) == ("新名", False)
    with pytest.raises(Refused, match="不能停用自己"):
        actions.change_account(admin.account, display_name="x", active=False, by=admin, now=world.now)


def test_a_password_is_ones_own_or_one_time_and_never_enters_the_record(world):
    admin, officer = world.viewer("C.system_admin"), world.viewer("S1.officer")
    actions.set_password(officer.account, "a-long-pass-phrase-1", by=admin, now=world.now)
    assert Account.objects.get(pk=officer.account.pk).must_change_password
    actions.set_password(officer.account, "another-pass-phrase-2", by=officer, now=world.now)
    assert not Account.objects.get(pk=officer.account.pk).must_change_password
    assert "pass-phrase" not in str(list(Event.objects.values_list("body", flat=True)))


def test_administrators_stand_apart_from_casework(world):
    security = world.viewer("C.security_admin")
    with pytest.raises(Refused, match="必须分设"):
        actions.give_post(world.accounts["C.system_admin"], world.units["S1"], "officer", by=security, now=world.now)
    with pytest.raises(Refused, match="不能给自己"):
        actions.give_post(security.account, world.units["C"], "security_admin", by=security, now=world.now)


def test_an_ended_post_gives_no_more_sight(world):
    security = world.viewer("C.security_admin")
    post = Post.objects.get(account=world.accounts["S2.officer"])
    actions.end_post(post, by=security, now=world.now)
    assert viewer_for(world.accounts["S2.officer"], world.later(minutes=1)).case_seats == ()


def test_a_post_is_lent_for_a_time_and_taken_back(world):
    chief = world.viewer("S1.station_chief")
    post = Post.objects.get(account=chief.account)
    until = world.now + timedelta(days=3)
    lent = actions.delegate(post, world.accounts["S1.station_legal"], until=until, reason="外出培训", by=chief, now=world.now)
    legal = viewer_for(world.accounts["S1.station_legal"], world.later(minutes=1))
    assert "station_chief" in legal.roles and any(seat.lent_by == chief.person for seat in legal.posts)
    actions.end_delegation(lent, by=chief, now=world.now)
    assert "station_chief" not in viewer_for(world.accounts["S1.station_legal"], world.later(minutes=1)).roles


def test_nobody_lends_what_is_not_theirs(world):
    post = Post.objects.get(account=world.accounts["S1.station_chief"])
    with pytest.raises(Refused, match="只能委托自己"):
        actions.delegate(
            post,
            world.accounts["S2.officer"],
            until=world.now + timedelta(days=1),
            reason="x",
            by=world.viewer("S1.officer"),
            now=world.now,
        )
