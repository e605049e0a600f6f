"""Units of quantities and names of months, in the ways they are written beside a number."""

from __future__ import annotations

from typing import Final

_SPELLINGS = {
    "ms": "ms millisecond milliseconds msec ミリ秒",
    "s": "s sec secs second seconds 秒",
    "min": "min mins minute minutes 分",
    "h": "h hr hrs hour hours 時間",
    "d": "d day days 日間",
    "kb": "kb kib kilobyte kilobytes キロバイト",
    "mb": "mb mib megabyte megabytes メガバイト メガ",
    "gb": "gb gib gigabyte gigabytes ギガバイト ギガ",
    "tb": "tb tib terabyte terabytes テラバイト テラ",
    "pb": "pb pib petabyte petabytes ペタバイト",
    "mbps": "mbps メガビット",
    "gbps": "gbps ギガビット",
    "kg": "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes キログラム キロ",
    "g": "g gram grams gramme grammes グラム",
    "mg": "mg milligram milligrams ミリグラム",
    "t": "t ton tons tonne tonnes トン",
    "lb": "lb lbs pound pounds ポンド",
    "oz": "oz ounce ounces オンス",
    "km": "km kilometer kilometers kilometre kilometres キロメートル",
    "m": "m meter meters metre metres メートル",
    "cm": "cm centimeter centimeters centimetre centimetres センチメートル センチ",
    "mm": "mm millimeter millimeters millimetre millimetres ミリメートル ミリ",
    "in": "inch inches インチ",
    "ft": "ft foot feet フィート",
    "m2": "m2 sqm 平方メートル 平米",
    "l": "l liter liters litre litres リットル",
    "ml": "ml milliliter milliliters millilitre millilitres ミリリットル",
    "w": "w watt watts ワット",
    "kw": "kw kilowatt kilowatts キロワット",
    "kwh": "kwh キロワット時",
    "v": "v volt volts ボルト",
    "a": "amp amps ampere amperes アンペア",
    "mah": "mah",
    "hz": "hz hertz ヘルツ",
    "khz": "khz キロヘルツ",
    "mhz": "mhz メガヘルツ",
    "ghz": "ghz ギガヘルツ",
    "dpi": "dpi ppi",
    "px": "px pixel pixels ピクセル 画素",
    "mp": "mp megapixel megapixels メガピクセル 万画素",
    "fps": "fps",
    "rpm": "rpm",
    "db": "db decibel decibels デシベル",
    "cal": "cal calorie calories カロリー",
    "kcal": "kcal キロカロリー",
    "%": "% percent パーセント",
    "°c": "°c celsius 度c",
    "k": "k",
    "bit": "bit bits ビット",
    "byte": "byte bytes バイト",
}
UNITS: Final = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings.split()}
"""The unit that each spelling, in lower case, stands for."""
SCALES: Final = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
"""What words behind a number multiply it by."""
_MONTH_NAMES: Final = (
    """january february march april may june july august september october november december""".split()  # noqa: SIM905
)
MONTHS: Final = (
    {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
    | {name[:3]: number for number, name in enumerate(_MONTH_NAMES, 1)}
    | {"sept": 9}
)
"""The number of each month, by its name and what that is shortened to."""
