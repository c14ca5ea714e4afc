"""The Python verbs against the built module: findings, defects with a way out, and a full plan."""

import json
import pickle

import gigasite_py as gigasite
import pytest


def test_the_embedded_case_has_no_error():
    findings = gigasite.check()
    assert all(finding["severity"] != "error" for finding in findings)
    assert pickle.loads(pickle.dumps(findings)) == findings


def test_a_case_that_is_not_there_is_a_finding():
    findings = gigasite.check("eurpe")
    assert [finding["severity"] for finding in findings] == ["error"]
    assert "europe" in findings[0]["hint"]


def test_an_unknown_key_is_refused_with_the_nearest():
    with pytest.raises(ValueError, match="sites_max_count"):
        gigasite.plan(set={"programme.sites_max_cuont": 4})


def test_a_target_above_all_connections_says_how_much_is_missing():
    with pytest.raises(ValueError, match="MW"):
        gigasite.plan(set={"programme.stages.1.target_gpus": 50_000_000})


def test_a_plan_is_the_dictionary_of_plan_json(tmp_path):
    out = tmp_path / "plan"
    plan = gigasite.plan("four-times", out=out)
    assert plan["status"] == "optimal"
    assert plan["bound_eur_per_a"] <= plan["objective_eur_per_a"]
    assert json.loads((out / "plan.json").read_text()) == plan
