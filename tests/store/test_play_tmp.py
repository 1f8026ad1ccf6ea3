from tests.store.desk import *
from tests.store.scenario import play
from domain.catalogue import EVENTS
def test_play(engine):
    d=Desk(engine); play(d)
    names={r[0] for r in ask(engine,"select distinct name from leaf")}
    print(sorted(set(EVENTS)-names), ask(engine,"select count(*) from leaf"))
