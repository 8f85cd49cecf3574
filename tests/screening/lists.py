"""Small watch lists of our own making, with the damage that real ones have. Nobody in them exists."""

from __future__ import annotations

OFAC_HEADER = "ID,Name,Type,Country,Title,Col_F,Col_G,Col_H,Col_I,Col_J,Col_K,Details"
NOTHING = "-0- "


def ofac_row(number: str, name: str, kind: str = NOTHING, programme: str = "DRCONGO", details: str = NOTHING) -> str:
    """Return a row as OFAC's file has it."""
    cells = [number, f'"{name}"', kind, programme, *[NOTHING] * 7, f'"{details}"']
    return ",".join(cells)


def ofac(*rows: str) -> bytes:
    """Return a file of OFAC's form."""
    return "\n".join([OFAC_HEADER, *rows, ""]).encode()


OFAC = ofac(
    ofac_row(
        "9001",
        "VARUNGA, Celestin Mbeko",
        "individual",
        "DRCONGO",
        "DOB 14 Mar 1961; POB Bunagana, Congo, Democratic Republic of the; nationality Congo, Democratic Republic of "
        "the; a.k.a. 'MBEKO VARUNGA, Celestin'; a.k.a. 'GENERAL RADI'; Passport OB0231245 (Congo, Democratic "
        "Republic of the) (individual) [DRCONGO].",
    ),
    ofac_row("9002", "TULIZA COMMODITIES S.A.R.L.", programme="DRCONGO", details="a.k.a. 'TULIZA GOLD'."),
    ofac_row("9003", "AL-DHAHRAWI, Yazid Mahmud", "individual", "FTO] [SDGT", "DOB 1975; alt. DOB 1976."),
    ofac_row("9004", "OCEAN LUCK 7", "vessel", "DPRK"),
)


def individual(number: str, first: str, second: str = "", *, aliases: tuple[str, ...] = (), more: str = "") -> str:
    """Return one person of the UN's XML."""
    said = "".join(
        f"<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>{alias}</ALIAS_NAME></INDIVIDUAL_ALIAS>"
        for alias in aliases
    )
    return (
        f"<INDIVIDUAL><DATAID>{number}</DATAID><FIRST_NAME> {first} </FIRST_NAME><SECOND_NAME>{second}</SECOND_NAME>"
        f"<THIRD_NAME/><UN_LIST_TYPE>DRC</UN_LIST_TYPE><LISTED_ON>2012-12-31</LISTED_ON>{said}{more}</INDIVIDUAL>"
    )


def entity(number: str, name: str) -> str:
    """Return one organisation of the UN's XML."""
    return (
        f"<ENTITY><DATAID>{number}</DATAID><FIRST_NAME>{name}</FIRST_NAME><UN_LIST_TYPE>DRC</UN_LIST_TYPE>"
        "<ENTITY_ALIAS><QUALITY/><ALIAS_NAME/></ENTITY_ALIAS></ENTITY>"
    )


def un(*entries: str) -> bytes:
    """Return a file of the UN's form."""
    inside = "\n        ".join(entries)
    return f'<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST>\n        {inside}\n</CONSOLIDATED_LIST>'.encode()


BORN_1971 = (
    "<NATIONALITY><VALUE>Democratic Republic of the Congo</VALUE></NATIONALITY><INDIVIDUAL_DATE_OF_BIRTH>"
    "<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-04-02</DATE></INDIVIDUAL_DATE_OF_BIRTH>"
)
UN = un(
    individual("7001", "OBEDI", "RWAKABUBA", aliases=("Commandant Obedi",), more=BORN_1971),
    individual("7002", "YAZID", "AL-DHAHRAWI", more="<NAME_ORIGINAL_SCRIPT>يزيد الظهراوي</NAME_ORIGINAL_SCRIPT>"),
    entity("7003", "KIVUVU TRADING HOUSE"),
)
OPEN_HEADER = (
    "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset,first_seen,"
    "last_seen,last_change"
)


def opened(*rows: str) -> bytes:
    """Return a file of OpenSanctions' form."""
    return "\n".join([OPEN_HEADER, *rows, ""]).encode()


OPEN_SANCTIONS = opened(
    'NK-a1,Person,Bosembo Likinda,"Likinda Bosembo;Лікінда Босембо",1968-05-01;1968,cd;ug,Goma,OB99;ID 12,'
    '"UNSC 1533 - DRC",,,"UN SC",2020-01-01T00:00:00,2026-01-01T00:00:00,2026-01-01T00:00:00',
    "NK-a2,Company,Selati Minerals Ltd,,,zw,Harare,,OFAC - ZIMBABWE,,,OFAC,2021-01-01,2026-01-01,2026-01-01",
    "NK-a3,Vessel,Sea Gem,,,kp,,,x,,,y,2021-01-01,2026-01-01,2026-01-01",
)
