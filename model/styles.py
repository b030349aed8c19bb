"""What has been published about communities: their four styles, their stages, and how B2B and B2C differ.

In our own words; where the publications say nothing, nothing is said here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.evidence import Source
from model.line import Style
from model.strategy import Maturity

_STYLE = Source(
    title="What Is Your Organization's Online Community Style?",
    author="Vanessa DiMauro",
    publisher="CustomerThink",
    link="https://customerthink.com/what_is_your_organization_s_online_community_style/",
)
_LISTENING = Source(
    title="Why Listening Communities Belong in Your Marketing Strategy", publisher="Leader Networks", year=2014
)
_MATURITY = Source(
    title="Community Maturity Model",
    publisher="The Community Roundtable",
    link="https://communityroundtable.com/best-practices/2019-edition-of-the-community-maturity-model",
    note="First drawn in 2009; its purpose as quoted by Network-Centric Advocacy (April 2010).",
)
_HAPPE = Source(
    title="Online Communities – A Strategic Imperative",
    author="Rachel Happe",
    publisher="Enterprise 2.0 Conference",
    year=2011,
    note="As noted by a listener; of the stages, only the names, what the fourth is, and how many had come so far.",
)
_PATTERNS = Source(
    title="Understanding Patterns in Community Maturity",
    publisher="The Community Roundtable",
    link="https://communityroundtable.com/community-manager-role/understanding-patterns-community-maturity",
)
_KINDS = Source(
    title="How Business to Business and Business to Consumer Communities are different",
    author="Vanessa DiMauro",
    publisher="Leader Networks",
)
_SLIDES = Source(
    title="Social Networking for Business: How Is It Different?",
    author="Vanessa DiMauro",
    publisher="Leader Networks",
    link="https://www.slideshare.net/vdimauro/social-networking-for-business-417713",
)
_TRUST = Source(
    title="How to Build the Online Community that Builds Trust",
    author="Barry Feldman",
    publisher="Leader Networks",
    year=2015,
    note="Interview with Vanessa DiMauro.",
)


@dataclass(frozen=True, slots=True)
class StyleGuide:
    """A style of community: what it is, what it earns, where it fails, and who says so."""

    id: Style
    name: str
    what: str
    earns: str
    fails: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class StageGuide:
    """A stage of maturity in one sentence, and who says so."""

    id: Maturity
    name: str
    what: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which communities for businesses and for consumers differ, and who says so."""

    aspect: str
    b2b: str
    b2c: str
    sources: tuple[Source, ...]


STYLES: tuple[StyleGuide, ...] = (
    StyleGuide(
        "marketing_megaphone", "Marketing Megaphone",
        what="It tells present and future customers what is new: products, services and what has been achieved.",
        earns="Marketing that is shared, and pages that search engines find.",
        fails="Members are talked to and seldom talk; few take part.",
        sources=(_STYLE, _LISTENING),
    ),
    StyleGuide(
        "lead_generator", "Lead Generator",
        what="It draws prospects into conversations so that sales can follow them up.",
        earns="Leads, and an early view of what customers will need next.",
        fails="Members notice that every talk ends in a sale; they lose trust, fall silent, and the community waits for newcomers.",
        sources=(_STYLE, _LISTENING),
    ),
    StyleGuide(
        "customer_hug", "Customer Hug",
        what="Service people and members help whoever is stuck, and count the problems solved.",
        earns="Fewer problems and calls, and customers who feel closer to you.",
        fails="Once the first savings are known, management asks what comes next; without insights from deeper talks it is a cost centre that is merely nice to have.",
        sources=(_STYLE, _LISTENING),
    ),
    StyleGuide(
        "innovation_center", "Innovation Center",
        what="You work on ideas, worries and hopes together with those the community is for, act on them, and tell them what became of them.",
        earns="Better products and processes, and insights that are used at every level of the organisation.",
        fails="Many want it and few get there: it takes a team of its own, and results that are carried through the whole organisation.",
        sources=(_STYLE, _LISTENING),
    ),
)  # fmt: skip
"""The four styles; good communities combine parts of all of them."""

STYLE_NAMES: Mapping[str, str] = {style.id: style.name for style in STYLES}

STAGES: tuple[StageGuide, ...] = (
    StageGuide(
        "hierarchy", "Hierarchy",
        "You would see a forum or a group here and there, as it happened to come about, in an organisation that works from the top down: nobody is given time to run it, there is no strategy for it, and rules for taking part are unwritten if there are any.",
        (_PATTERNS, _MATURITY),
    ),
    StageGuide(
        "emergent", "Emergent community",
        "You would see a strategy, people whose job it is, and rules being written down: what is expected of members and of the community is clear, and content, helpers and reports are being set up. Most organisations stood here in 2011.",
        (_PATTERNS, _HAPPE),
    ),
    StageGuide(
        "community", "Community",
        "You would see a community that has its firm place and brings value that can be shown. Some organisations had come so far by 2011.",
        (_PATTERNS, _HAPPE),
    ),
    StageGuide(
        "networked", "Networked",
        "You would see no border around the community: the whole organisation, with those it does business with, works as a network, and leading is shared out among many. Few had come so far by 2011.",
        (_MATURITY, _HAPPE),
    ),
)  # fmt: skip
"""The four stages of maturity, in order."""

B2B_B2C: tuple[Difference, ...] = (
    Difference(
        "What it is for",
        "Bringing the company and its clients closer together, as partners",
        "Carrying the brand outwards, to those who influence others and speak for it",
        (_KINDS,),
    ),
    Difference(
        "Who may join",
        "Those who meet a condition, such as being a client or having a certain profession; often behind a sign-in",
        "Everyone who is interested, in public",
        (_KINDS, _SLIDES),
    ),
    Difference(
        "How many join", "Fewer, from a hundred upwards", "Usually many, because success comes with scale", (_KINDS, _TRUST)
    ),
    Difference(
        "What members share", "A purpose, in business they have in common", "An experience, often of using a product", (_SLIDES, _TRUST)
    ),
    Difference(
        "Ties between members",
        "Strong: people stay over time, and many know each other in person",
        "Weak: apart from a core, most come, take part and go",
        (_KINDS,),
    ),
    Difference("How it grows", "By word of mouth among people who trust each other", "By mass adoption, quickly", (_SLIDES,)),
    Difference("Who sets the topics", "A managed agenda", "The members", (_SLIDES,)),
    Difference("What pays for it", "A sponsor, and sometimes members' fees", "Usually advertising", (_KINDS, _SLIDES)),
)  # fmt: skip
"""How the two kinds differ; communities for technical support stand between them."""
